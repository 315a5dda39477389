@NullMarked
package dev.headgate.tariff;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.headgate.alerts;

import org.jspecify.annotations.NullMarked;

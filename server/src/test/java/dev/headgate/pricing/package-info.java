@NullMarked
package dev.headgate.pricing;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.headgate.limits;

import org.jspecify.annotations.NullMarked;

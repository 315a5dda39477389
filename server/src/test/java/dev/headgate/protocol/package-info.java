@NullMarked
package dev.headgate.protocol;

import org.jspecify.annotations.NullMarked;

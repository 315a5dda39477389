@NullMarked
package dev.headgate.usage;

import org.jspecify.annotations.NullMarked;

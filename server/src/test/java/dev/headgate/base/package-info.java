@NullMarked
package dev.headgate.base;

import org.jspecify.annotations.NullMarked;

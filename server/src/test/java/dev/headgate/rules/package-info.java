@NullMarked
package dev.headgate.rules;

import org.jspecify.annotations.NullMarked;

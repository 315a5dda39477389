@NullMarked
package dev.headgate.scheduling;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.headgate.billing;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.headgate.gateway;

import org.jspecify.annotations.NullMarked;

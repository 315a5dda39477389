@NullMarked
package dev.headgate.nodes;

import org.jspecify.annotations.NullMarked;

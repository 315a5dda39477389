@NullMarked
package dev.headgate.cluster;

import org.jspecify.annotations.NullMarked;

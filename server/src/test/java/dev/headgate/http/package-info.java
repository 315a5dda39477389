@NullMarked
package dev.headgate.http;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.headgate.signin;

import org.jspecify.annotations.NullMarked;

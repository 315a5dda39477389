@NullMarked
package dev.headgate.admin;

import org.jspecify.annotations.NullMarked;

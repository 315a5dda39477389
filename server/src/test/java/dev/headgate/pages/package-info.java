@NullMarked
package dev.headgate.pages;

import org.jspecify.annotations.NullMarked;

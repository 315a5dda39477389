@NullMarked
package dev.headgate.settings;

import org.jspecify.annotations.NullMarked;

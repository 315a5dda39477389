@NullMarked
package dev.headgate.announcements;

import org.jspecify.annotations.NullMarked;

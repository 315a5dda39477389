package dev.headgate.signin;

import dev.headgate.mail.Mail;

/** The parts of signing in, for those who show them. */
public record SignInWays(SecondFactors factors, HalfSessions halves, Mail mail) {}

package dev.fivefifty.smtp;

/** What a command does. */
interface Verb {
  /** Answers the command, by {@link Conversation#answer}. */
  void run(Conversation conversation, CommandLine command);
}

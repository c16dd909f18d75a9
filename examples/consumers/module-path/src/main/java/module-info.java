/** Welcomes new users by mail. */
module com.example.welcome {
  requires jakarta.mail;

  exports com.example.welcome;
}

package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each mistake fails with a message that says what to write instead. */
class MisuseTest {

  @TestInstance(Lifecycle.PER_CLASS)
  static class InstanceFieldPerClassCase {
    @RegisterExtension FiveFiftyExtension smtp = FiveFiftyExtension.builder().build();

    @Test
    void test() {}
  }

  @Test
  void an_instance_field_of_one_instance_for_all() {
    assertThat(Kit.fails(InstanceFieldPerClassCase.class))
        .contains("InstanceFieldPerClassCase.smtp is in an instance field")
        .contains("@TestInstance(PER_CLASS)")
        .endsWith("make the field static");
  }

  static class StaticPerMethodCase {
    @RegisterExtension
    static final FiveFiftyExtension SMTP =
        FiveFiftyExtension.builder().scope(Scope.PER_METHOD).build();

    @Test
    void test() {}
  }

  static class InstancePerClassCase {
    @RegisterExtension
    final FiveFiftyExtension smtp = FiveFiftyExtension.builder().scope(Scope.PER_CLASS).build();

    @Test
    void test() {}
  }

  @Test
  void a_scope_that_the_field_contradicts() {
    assertThat(Kit.fails(StaticPerMethodCase.class)).endsWith("make it an instance field");
    assertThat(Kit.fails(InstancePerClassCase.class)).endsWith("make the field static");
  }

  @FiveFiftyTest
  static class RefusedRuleCase {
    @Test
    @SmtpRule(at = Stage.RCPT, message = dev.fivefifty.rule.MessageFate.KEEP, reply = "450 Later")
    void test() {}
  }

  @FiveFiftyTest
  static class BadDurationCase {
    @Test
    @SmtpRule(at = Stage.RCPT, delay = "2 parsecs")
    void test() {}
  }

  @FiveFiftyTest
  static class CoveredRuleCase {
    @Test
    @SmtpRule(at = Stage.RCPT, name = "all", reply = "450 Later")
    @SmtpRule(at = Stage.RCPT, to = "a@example.com", reply = "550 No")
    void test() {}
  }

  @FiveFiftyTest
  static class BadHeaderCase {
    @Test
    @SmtpRule(at = Stage.MESSAGE, header = "X-Mailer", reply = "550 No")
    void test() {}
  }

  @Test
  void a_rule_that_cannot_apply() {
    assertThat(Kit.fails(RefusedRuleCase.class)).contains("RefusedRuleCase.test()", "message");
    assertThat(Kit.fails(BadDurationCase.class)).contains("2 parsecs", "BadDurationCase.test()");
    assertThat(Kit.fails(CoveredRuleCase.class)).contains("can never apply", "'all'");
    assertThat(Kit.fails(BadHeaderCase.class)).contains("header is a field's name, a colon");
  }

  @FiveFiftyTest
  static class BadYamlCase {
    @Test
    @SmtpRules(yaml = "rules:\n  - at: rcpt\n    replay: \"550 No\"\n")
    void test() {}
  }

  @FiveFiftyTest
  static class MissingResourceCase {
    @Test
    @SmtpRules("classpath:no-such.yaml")
    void test() {}
  }

  @FiveFiftyTest
  static class SettingsTooLateCase {
    @Test
    @SmtpRules(
        yaml = "server: { hostname: mx.example }\nrules:\n  - { at: rcpt, reply: default }\n")
    void test() {}
  }

  @FiveFiftyTest
  static class NothingSaidCase {
    @Test
    @SmtpRules
    void test() {}
  }

  @Test
  void rules_in_files() {
    assertThat(Kit.fails(BadYamlCase.class)).contains(":3:5:", "replay", "did you mean reply");
    assertThat(Kit.fails(MissingResourceCase.class))
        .contains("classpath:no-such.yaml, which is not on the class path");
    assertThat(Kit.fails(SettingsTooLateCase.class)).contains("@FiveFiftyTest(files = ");
    assertThat(Kit.fails(NothingSaidCase.class)).contains("says nothing");
  }

  static class RuleWithoutServerCase {
    @Test
    @SmtpRule(at = Stage.RCPT, reply = "550 No")
    void test() {}
  }

  @FiveFiftyTest
  @SmtpServer("backup")
  static class RuleForAnotherServerCase {
    @Test
    @SmtpRule(server = "bakcup", at = Stage.RCPT, reply = "550 No")
    void test() {}
  }

  @Test
  void rules_for_a_server_that_is_not_there() {
    assertThat(Kit.fails(RuleWithoutServerCase.class))
        .contains("write @FiveFiftyTest on the class");
    assertThat(Kit.fails(RuleForAnotherServerCase.class))
        .contains("no server 'bakcup'", "did you mean backup?");
  }

  @FiveFiftyTest
  @SmtpServer("backup")
  @SmtpServer(value = "backup", with = @FiveFiftyTest(hostname = "mx2.example"))
  static class SameNameCase {
    @Test
    void test() {}
  }

  @FiveFiftyTest
  static class SameNameTwoWaysCase {
    @RegisterExtension static final FiveFiftyExtension SMTP = FiveFiftyExtension.builder().build();

    @Test
    void test() {}
  }

  static class SameNameInFieldsCase {
    @RegisterExtension
    static final FiveFiftyExtension ONE = FiveFiftyExtension.builder().name("mx").build();

    @RegisterExtension
    static final FiveFiftyExtension TWO = FiveFiftyExtension.builder().name("mx").build();

    @Test
    void test() {}
  }

  @Test
  void two_servers_of_one_name() {
    assertThat(Kit.fails(SameNameCase.class)).contains("two servers of one name", "\"backup\"");
    assertThat(Kit.fails(SameNameTwoWaysCase.class)).contains("two servers of one name");
    assertThat(Kit.fails(SameNameInFieldsCase.class))
        .contains("two servers of one name", "'mx'", "builder().name(");
  }

  @FiveFiftyTest
  static class SharedParameterCase {
    @BeforeAll
    static void beforeAll(FiveFifty smtp) {}

    @Test
    void test() {}
  }

  @FiveFiftyTest
  static class StrangeParameterCase {
    @Test
    void test(@Smtp String port) {}
  }

  @FiveFiftyTest
  static class NoSuchListenerCase {
    @Test
    void test(@Smtp(listener = "smtsp") int port) {}
  }

  static class NoSuchServerCase {
    @RegisterExtension
    static final FiveFiftyExtension SMTP = FiveFiftyExtension.builder().name("primary").build();

    @Test
    void test(@Smtp("primry") FiveFifty smtp) {}
  }

  static class UnnamedServerCase {
    @RegisterExtension
    static final FiveFiftyExtension SMTP = FiveFiftyExtension.builder().name("primary").build();

    @Test
    void test(FiveFifty smtp) {}
  }

  @Test
  void a_parameter_that_cannot_be_resolved() {
    assertThat(Kit.fails(SharedParameterCase.class)).contains("scope = Scope.PER_CLASS");
    assertThat(Kit.fails(StrangeParameterCase.class))
        .contains("@Smtp String port", "int for the port");
    assertThat(Kit.fails(NoSuchListenerCase.class)).contains("no listener 'smtsp'");
    assertThat(Kit.fails(NoSuchServerCase.class)).contains("did you mean primary?");
    assertThat(Kit.fails(UnnamedServerCase.class)).contains("write @Smtp(\"primary\")");
  }

  @FiveFiftyTest(users = "alice")
  static class BadUserCase {
    @Test
    void test() {}
  }

  @FiveFiftyTest(authRequired = true)
  static class NobodyCase {
    @Test
    void test() {}
  }

  @FiveFiftyTest(configure = Inner.class)
  static class BadConfigurationCase {
    @Test
    void test() {}
  }

  class Inner implements Configuration {
    @Override
    public void configure(FiveFifty.Builder builder) {}
  }

  @FiveFiftyTest
  @SmtpServer(value = "backup", with = @FiveFiftyTest(scope = Scope.PER_CLASS))
  static class ScopeOfOneCase {
    @Test
    void test() {}
  }

  @Test
  void settings() {
    assertThat(Kit.fails(BadUserCase.class)).contains("name:password", "'alice'");
    assertThat(Kit.fails(NobodyCase.class)).contains("NobodyCase", "authRequired");
    assertThat(Kit.fails(BadConfigurationCase.class)).contains("constructor without parameters");
    assertThat(Kit.fails(ScopeOfOneCase.class)).contains("scope, strict or dump");
  }

  @FiveFiftyTest(scope = Scope.PER_CLASS)
  @Execution(ExecutionMode.CONCURRENT)
  static class AtOnceCase {
    @Test
    void test() {}
  }

  @FiveFiftyTest(scope = Scope.PER_CLASS)
  @Execution(ExecutionMode.SAME_THREAD)
  static class TakingTurnsCase {
    @Test
    void test() {}
  }

  @Test
  void tests_at_once_on_one_server() {
    var results =
        Kit.builder(AtOnceCase.class, TakingTurnsCase.class)
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
            .execute();
    assertThat(Kit.failures(results))
        .singleElement()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("write @Execution(SAME_THREAD) on AtOnceCase");
  }
}

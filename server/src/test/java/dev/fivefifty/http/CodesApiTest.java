package dev.fivefifty.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.codes.ReplyCodes;
import dev.fivefifty.codes.ReplyMeaning;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodesApiTest {
  private final FiveFifty smtp = FiveFifty.builder().http(0).start();
  private final ApiClient api = new ApiClient(smtp.apiUri());

  @AfterEach
  void stop() {
    smtp.close();
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "550 | 550",
        "550%205.7.1 | 550 5.7.1",
        "550-5.7.1 | 550 5.7.1",
        "550?enhanced=5.7.1 | 550 5.7.1",
        "5.7.1 | 5.7.1",
        "599 | 599",
        "550%205.1.1%20User%20unknown | 550 5.1.1"
      })
  void a_code_is_explained_as_in_java(String path, String name) {
    ReplyMeaning meaning = ReplyCodes.explain(name);
    ApiClient.Got got = api.get("/api/v1/codes/" + path);
    assertThat(got.status()).isEqualTo(200);
    JsonNode json = got.json();
    assertThat(json.has("code")).isEqualTo(meaning.code() != null);
    assertThat(json.has("enhanced")).isEqualTo(meaning.enhanced() != null);
    assertThat(json.get("known").asBoolean()).isEqualTo(meaning.known());
    assertThat(json.get("title").asText()).isEqualTo(meaning.title());
    assertThat(texts(json.get("meaning"))).isEqualTo(meaning.meaning());
    assertThat(texts(json.get("stages")))
        .isEqualTo(meaning.stages().stream().map(stage -> stage.keyword()).toList());
    assertThat(texts(json.get("seenAt")))
        .isEqualTo(meaning.seenAt().stream().map(stage -> stage.keyword()).toList());
    assertThat(texts(json.get("causes"))).isEqualTo(meaning.causes());
    assertThat(texts(json.get("sender"))).isEqualTo(meaning.sender());
    assertThat(texts(json.get("client"))).isEqualTo(meaning.client());
    assertThat(texts(json.get("remarks"))).isEqualTo(meaning.remarks());
    assertThat(texts(json.get("related"))).isEqualTo(meaning.related());
    assertThat(texts(json.get("rfcs"))).isEqualTo(meaning.rfcs());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo | no reply code (expected such as 550",
        "55 | no reply code",
        "3.1.1 | class 2, 4 or 5",
        "550?enhanced=3.1.1 | class 2, 4 or 5",
        "550?enhanced=x | expected such as /api/v1/codes/550?enhanced=5.7.1",
        "550%205.1.1?enhanced=5.7.1 | expected such as /api/v1/codes/550?enhanced=5.7.1",
        "550?enhancd=5.7.1 | did you mean enhanced?"
      })
  void what_is_no_code_is_refused(String example) {
    String[] parts = example.split(" \\| ");
    ApiClient.Got got = api.get("/api/v1/codes/" + parts[0]);
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json().get("detail").asText()).contains(parts[1]);
  }

  @Test
  void nothing_can_be_changed_there() {
    assertThat(api.delete("/api/v1/codes/550").status()).isEqualTo(405);
  }
}

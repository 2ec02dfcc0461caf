package dev.tutti.xa.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TemplateTest {

  @Test
  void fieldsStandBetweenConstants() {
    Template template = Template.parse("k", "a-{id}-{to.city?}-{{x}}");

    assertThat(template.fields()).containsExactly("id", "to.city");
    assertThat(template.single()).isEmpty();
    assertThat(template.render(f -> f.optional() ? "?" : f.name())).isEqualTo("a-id-?-{x}");
  }

  @Test
  void aTemplateThatIsOneFieldKeepsItsType() {
    assertThat(Template.parse("k", "{id}").single()).isPresent();
    assertThat(Template.parse("k", "id").single()).isEmpty();
  }
}

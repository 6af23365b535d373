package io.ecslifeguard.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.mns.common.parser.JAXBResultParser;
import com.aliyun.mns.common.parser.ResultParseException;
import com.aliyun.mns.model.ErrorMessage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the SDK's own parser, which it stands for in an executable. */
class SmqErrorsTest {

    private static final String NAMESPACE = "http://mns.aliyuncs.com/doc/v1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error xmlns=\"" + NAMESPACE
                        + "\"><Code>MessageNotExist</Code><Message>Message not exist.</Message>"
                        + "<RequestId>5A1</RequestId><HostId>http://1.mns.cn-hangzhou.aliyuncs.com</HostId></Error>",
                "<Error xmlns=\"" + NAMESPACE + "\"><Code>AccessDenied</Code><Message>a &lt;b&gt; &amp; 中</Message>"
                        + "<RequestId>5A2</RequestId><HostId>h</HostId><Method>GET</Method><Later>unknown</Later></Error>",
                "<n:Error xmlns:n=\"" + NAMESPACE + "\"><n:Message/><n:Code> Spaced </n:Code></n:Error>",
                "<Error xmlns=\"" + NAMESPACE + "\"><!-- nothing --></Error>",
                "<Error xmlns=\"" + NAMESPACE + "\"><Code><![CDATA[A<B]]></Code></Error>",
            })
    void readsAnErrorAsTheSdkDoes(String document) throws ResultParseException {
        // When
        var ours = SmqErrors.read(stream(document));

        // Then
        var theirs = (ErrorMessage) new JAXBResultParser(ErrorMessage.class).parse(stream(document));
        assertThat(ours).usingRecursiveComparison().isEqualTo(theirs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no XML",
                "<html><body>502 Bad Gateway</body></html>",
                "<Error xmlns=\"" + NAMESPACE + "\"><Code>Cut",
                "<Queue xmlns=\"" + NAMESPACE + "\"/>"
            })
    void failsWhereTheSdkFails(String document) {
        assertThatThrownBy(() -> new JAXBResultParser(ErrorMessage.class).parse(stream(document)))
                .isInstanceOf(ResultParseException.class);
        assertThatThrownBy(() -> SmqErrors.read(stream(document))).isInstanceOf(ResultParseException.class);
    }

    @Test
    void fetchesNothingThatADocumentNames() {
        // Given
        var document = "<!DOCTYPE Error [<!ENTITY file SYSTEM \"file:///etc/hostname\">]><Error xmlns=\"" + NAMESPACE
                + "\"><Code>&file;</Code></Error>";

        // Then
        assertThatThrownBy(() -> SmqErrors.read(stream(document))).isInstanceOf(ResultParseException.class);
    }

    /** The method that the substitution takes the place of: GraalVM finds it by name and parameters. */
    @Test
    void theMethodThatIsReplacedIsThere() throws NoSuchMethodException {
        // When
        var replaced = JAXBResultParser.class.getMethod("parse", InputStream.class);

        // Then
        var ours = JaxbResultParserSubstitution.class.getDeclaredMethods();
        assertThat(ours).singleElement().satisfies(method -> {
            assertThat(method.getName()).isEqualTo(replaced.getName());
            assertThat(method.getParameterTypes()).isEqualTo(replaced.getParameterTypes());
            assertThat(method.getReturnType()).isEqualTo(replaced.getReturnType());
        });
    }

    @ParameterizedTest
    @FieldSource("io.ecslifeguard.nativeimage.XmlFeature#TEXTS")
    void theTextsOfTheParsersAreThere(String texts) {
        assertThat(Path.of(URI.create("jrt:/java.xml/" + texts.replace('.', '/') + ".properties")))
                .isReadable();
    }

    private static InputStream stream(String document) {
        return new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8));
    }
}

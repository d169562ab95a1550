using System.Text.Json;
using System.Text.Json.Serialization;

namespace LtoAutoscope.Storage.Accounts;

/// <summary>Reads a hashed password: a text, or the group of keys of former files, which becomes a text that <see cref="AccountPasswords"/> still verifies.</summary>
internal sealed class PasswordRecordConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString()!;
        PasswordHash former = JsonSerializer.Deserialize<PasswordHash>(ref reader, options) ?? throw new JsonException("there is no password");
        return former.ToText();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace LtoAutoscope.Storage.Accounts;

/// <summary>Reads and writes a role as a word; <c>administrator</c>, of files before there were five roles, is the role Maintainer.</summary>
internal sealed class AccountRoleConverter : JsonConverter<AccountRole>
{
    private const string FormerName = "administrator";

    public override AccountRole Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? word = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        if (string.Equals(word, FormerName, StringComparison.OrdinalIgnoreCase)) return AccountRole.Maintainer;
        return Enum.GetNames<AccountRole>().FirstOrDefault(name => string.Equals(name, word, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<AccountRole>(known)
            : throw new JsonException($"'{word}' is no role; the roles are {string.Join(", ", Enum.GetNames<AccountRole>())}");
    }

    public override void Write(Utf8JsonWriter writer, AccountRole value, JsonSerializerOptions options)
        => writer.WriteStringValue(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Writes a pair of bounds as <c>[low, high]</c>.</summary>
internal sealed class RangeConverter<T> : JsonConverter<(T Low, T High)>
{
    /// <inheritdoc/>
    public override (T Low, T High) Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => JsonSerializer.Deserialize<T[]>(ref reader, options) is [var low, var high] ? (low, high) : throw new JsonException("A range is an array of two values.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, (T Low, T High) value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        JsonSerializer.Serialize(writer, value.Low, options);
        JsonSerializer.Serialize(writer, value.High, options);
        writer.WriteEndArray();
    }
}

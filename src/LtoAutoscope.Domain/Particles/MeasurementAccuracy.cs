using System.Text.Json;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Domain.Particles;

/// <summary>
/// What <c>bench accuracy</c> found a segmentation model and the metrology behind it to err by: <c>NAME.accuracy.json</c> beside <c>NAME.onnx</c>. It feeds the
/// uncertainty budgets, and is the error model of <c>bench coverage</c>.
/// </summary>
public sealed record MeasurementAccuracy
{
    /// <summary>SHA-256 of the ONNX file, lower-case hex: the record holds for no other.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>What it was measured on.</summary>
    public required string Basis { get; init; }

    /// <summary>Equivalent circle diameter, relative errors.</summary>
    public required MeasureAccuracy DiameterNm { get; init; }

    /// <summary>Aspect ratio, relative errors.</summary>
    public required MeasureAccuracy AspectRatio { get; init; }

    /// <summary>Fractal dimension, differences.</summary>
    public required MeasureAccuracy FractalDimension { get; init; }

    /// <summary>The edge response of a typical particle; null where nobody looked.</summary>
    public EdgeResponse? TypicalEdge { get; init; }

    /// <summary>Where the record of a model lies.</summary>
    public static string PathOf(string modelPath) => Path.ChangeExtension(modelPath, ".accuracy.json");

    /// <summary>The record beside a model; null where there is none, or where it is of another model.</summary>
    /// <param name="modelPath">The ONNX file.</param>
    /// <param name="modelSha256">Its SHA-256, lower-case hex; the last word of a model's identity serves too.</param>
    /// <exception cref="InputException">The file is there but cannot be read.</exception>
    public static MeasurementAccuracy? For(string modelPath, string modelSha256)
    {
        ArgumentNullException.ThrowIfNull(modelPath);
        ArgumentNullException.ThrowIfNull(modelSha256);
        string path = PathOf(modelPath);
        if (!File.Exists(path)) return null;
        try
        {
            MeasurementAccuracy? known = JsonSerializer.Deserialize<MeasurementAccuracy>(File.ReadAllBytes(path), DomainJson.File);
            return known is { ModelSha256.Length: 64 } && modelSha256.EndsWith(known.ModelSha256, StringComparison.Ordinal) ? known : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException("The accuracy record of the segmentation model cannot be read", path, "Write it again with `bench accuracy --write`, or remove it", e);
        }
    }
}

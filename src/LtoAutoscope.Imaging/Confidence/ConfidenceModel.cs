using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Imaging.Confidence;

/// <summary>
/// All that makes the figures of one network trustworthy: <c>NETWORK.confidence.json</c> beside the ONNX file, fitted by <c>bench calibrate</c>. It holds for the network whose
/// SHA-256 it names, and for no other.
/// </summary>
public sealed record ConfidenceModel
{
    /// <summary>SHA-256 of the ONNX file, lower-case hex.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>Name and version of the network.</summary>
    public string Model { get; init; } = "";

    /// <summary>Pictures from which all was fitted, by source.</summary>
    public IReadOnlyDictionary<string, int> Pictures { get; init; } = new Dictionary<string, int>();

    /// <summary>Calibration of the foreground map.</summary>
    public required PixelCalibration Pixel { get; init; }

    /// <summary>Confidence of particles.</summary>
    public required ParticleConfidence Particle { get; init; }

    /// <summary>The ordinary frames.</summary>
    public required FrameReference Frame { get; init; }

    /// <summary>How far network and second opinion may differ.</summary>
    public required SecondOpinionLimits SecondOpinion { get; init; }

    /// <summary>How well it was found to hold on pictures that were left out of the fit.</summary>
    public ConfidenceQuality? Quality { get; init; }

    /// <summary>Where the file of a network lies.</summary>
    public static string PathFor(string modelPath) => Path.ChangeExtension(modelPath, ".confidence.json");

    /// <summary>What belongs to a network; null when there is no file or it belongs to another network, whose probabilities are then taken as they come.</summary>
    /// <param name="modelPath">The ONNX file.</param>
    /// <param name="sha256">Its hash.</param>
    /// <exception cref="InputException">The file is there but damaged.</exception>
    internal static ConfidenceModel? Load(string modelPath, string sha256)
    {
        string path = PathFor(modelPath);
        if (!File.Exists(path)) return null;
        try
        {
            ConfidenceModel model = JsonSerializer.Deserialize<ConfidenceModel>(File.ReadAllBytes(path), DomainJson.File) ?? throw new JsonException("The file is empty.");
            if (model.ModelSha256 != sha256) return null;
            if (!(model.Pixel.Slope > 0) || !double.IsFinite(model.Pixel.Offset) || !model.Particle.IsWhole || !model.Frame.IsWhole)
                throw new JsonException("Its figures are not those that this version uses.");
            return model;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException("The confidence of the network cannot be read", path, "Make it again with `bench calibrate`, or remove the file", e);
        }
    }
}

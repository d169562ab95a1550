using System.Text.Json;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// What the methods of roughness show on shapes of known dimension at the same pixel size. <c>bench metrology --calibrate</c> makes it again;
/// the families of shapes stand in docs/measures.md.
/// </summary>
public sealed record DimensionCalibration
{
    private const string Resource = "LtoAutoscope.Imaging.DimensionCalibration.json";
    private static readonly Lazy<DimensionCalibration> Embedded = new(Load);

    /// <summary>The one that ships.</summary>
    public static DimensionCalibration Shipped => Embedded.Value;

    /// <summary>How it was made.</summary>
    public required string Made { get; init; }

    /// <summary>Divider, outlines from a foreground map.</summary>
    public required CalibrationTable Divider { get; init; }

    /// <summary>Divider, outlines from a mask alone.</summary>
    public required CalibrationTable DividerOfMask { get; init; }

    /// <summary>Box counting, outlines from a foreground map.</summary>
    public required CalibrationTable Box { get; init; }

    /// <summary>Box counting, outlines from a mask alone.</summary>
    public required CalibrationTable BoxOfMask { get; init; }

    /// <summary>Variogram of the grey relief.</summary>
    public required CalibrationTable Surface { get; init; }

    private static DimensionCalibration Load()
    {
        using Stream stream = typeof(DimensionCalibration).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program lacks its resource {Resource}.");
        return JsonSerializer.Deserialize<DimensionCalibration>(stream, DomainJson.Line) ?? throw new InvalidOperationException($"The resource {Resource} is empty.");
    }
}

using LtoAutoscope.Domain;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>What a rendered set holds. Shares are probabilities a picture; kinds mix freely.</summary>
public sealed record RenderOptions
{
    /// <summary>Width, pixels, 64…4096. Default 384.</summary>
    public int WidthPx { get; init; } = 384;

    /// <summary>Height, pixels, 64…4096. Default 384.</summary>
    public int HeightPx { get; init; } = 384;

    /// <summary>Smallest mean particle radius, pixels: 5 is the diameter of 10 pixels below which an aspect ratio means little. Default 5.</summary>
    public double SmallestRadiusPx { get; init; } = 5;

    /// <summary>Largest mean particle radius, pixels. Default 30.</summary>
    public double LargestRadiusPx { get; init; } = 30;

    /// <summary>Share of pictures with particles of up to three times <see cref="LargestRadiusPx"/>. Default 0.08.</summary>
    public double CloseUpShare { get; init; } = 0.08;

    /// <summary>Share of dark-on-bright pictures as a transmission microscope takes them. Default 0.08.</summary>
    public double TransmissionShare { get; init; } = 0.08;

    /// <summary>Share of inverted pictures. Default 0.03.</summary>
    public double InvertedShare { get; init; } = 0.03;

    /// <summary>Share with burnt-in bars, scales and letters, which are background. Default 0.2.</summary>
    public double MarkShare { get; init; } = 0.2;

    /// <summary>Share of carpets many layers deep. Default 0.3.</summary>
    public double CarpetShare { get; init; } = 0.3;

    /// <summary>Index of the first picture, ≥ 0: a set may be made in parts. Default 0.</summary>
    public int FirstIndex { get; init; }

    /// <summary>Pictures in the making at a time. Default 1.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>Throws when an option lies outside its range, naming all that do.</summary>
    /// <exception cref="InputException">At least one option is out of range.</exception>
    public void Validate()
    {
        List<string> problems = [];
        Check(WidthPx, 64, 4096, nameof(WidthPx));
        Check(HeightPx, 64, 4096, nameof(HeightPx));
        Check(SmallestRadiusPx, 2, 200, nameof(SmallestRadiusPx));
        Check(LargestRadiusPx, SmallestRadiusPx, 300, nameof(LargestRadiusPx));
        Check(CloseUpShare, 0, 1, nameof(CloseUpShare));
        Check(TransmissionShare, 0, 1, nameof(TransmissionShare));
        Check(InvertedShare, 0, 1, nameof(InvertedShare));
        Check(MarkShare, 0, 1, nameof(MarkShare));
        Check(CarpetShare, 0, 1, nameof(CarpetShare));
        Check(FirstIndex, 0, int.MaxValue / 2, nameof(FirstIndex));
        Check(Parallelism, 1, 1024, nameof(Parallelism));
        if (problems.Count > 0) throw new InputException(string.Join("; ", problems), "render options", "Give figures inside the ranges");

        void Check(double value, double low, double high, string name)
        {
            if (!(value >= low && value <= high)) problems.Add(FormattableString.Invariant($"{name} is {value}, not {low}…{high}"));
        }
    }
}

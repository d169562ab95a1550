using LtoAutoscope.Domain;

namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>What <c>bench accuracy</c> runs.</summary>
public sealed record AccuracyOptions
{
    /// <summary>Path of the ONNX file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Synthetic powders, 1…1000. Default 30.</summary>
    public int Powders { get; init; } = 30;

    /// <summary>Frames of each, side by side, 1…100. Default 3.</summary>
    public int Frames { get; init; } = 3;

    /// <summary>Frame width, pixels, 256…4096. Default 1024.</summary>
    public int WidthPx { get; init; } = 1024;

    /// <summary>Frame height, pixels, 256…4096. Default 768.</summary>
    public int HeightPx { get; init; } = 768;

    /// <summary>Seed of powders and frames, ≥ 0. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads of the network; 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>Throws when an option lies outside its range.</summary>
    /// <exception cref="InputException">One does.</exception>
    public void Validate()
    {
        Check(Powders, 1, 1000, "--powders");
        Check(Frames, 1, 100, "--frames");
        Check(WidthPx, 256, 4096, "--width");
        Check(HeightPx, 256, 4096, "--height");
        Check(Seed, 0, int.MaxValue, "--seed");

        static void Check(int value, int low, int high, string option)
        {
            if (value < low || value > high)
                throw new InputException(FormattableString.Invariant($"{value} cannot be run"), option, FormattableString.Invariant($"Give a number from {low} to {high}"));
        }
    }
}

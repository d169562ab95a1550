using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Columns;
using LtoAutoscope.Storage.Decisions;

namespace LtoAutoscope.Pipeline.Particles;

/// <summary>The particles of one run as they are now: columns, decisions, and what is known of the frames.</summary>
/// <remarks>Thread safety: immutable; asked for anew at each request.</remarks>
public sealed record RunParticles
{
    /// <summary>The run.</summary>
    public required RunRecord Record { get; init; }

    /// <summary>The run's folder.</summary>
    public required string FolderPath { get; init; }

    /// <summary>Its particles.</summary>
    public required ParticleColumns Columns { get; init; }

    /// <summary>What people decided.</summary>
    public required ParticleDecisions Decisions { get; init; }

    /// <summary>Its frames by id.</summary>
    public required IReadOnlyDictionary<string, FrameView> Frames { get; init; }

    /// <summary>Whether frames may still be added.</summary>
    public required bool IsUnderWay { get; init; }

    /// <summary>Frames that the columns hold.</summary>
    public int FrameCount => Columns.Directory.Frames.Count;

    /// <summary>Mean pixel size of the frames that the columns hold, nm; NaN where unknown.</summary>
    public double PixelSizeNm
    {
        get
        {
            double[] sizes = [.. Columns.Directory.Frames.Select(frame => Frames.GetValueOrDefault(frame)?.Metadata.PixelSizeNm).OfType<double>()];
            return sizes.Length > 0 ? sizes.Average() : double.NaN;
        }
    }

    /// <summary>Changes with anything that an answer can depend on.</summary>
    public string Version => $"{Columns.Directory.Source.Hash}-{Decisions.All.Count}";
}

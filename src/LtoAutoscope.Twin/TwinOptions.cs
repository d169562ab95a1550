using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Twin.Column;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Motion;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin;

/// <summary>A twin: its ports, its time and its physics. Every value has a default.</summary>
public sealed record TwinOptions
{
    /// <summary>Control port of the SharkSEM server; the data port is the next one. 0 takes any free pair. Default 0.</summary>
    public int SharkSemPort { get; init; }

    /// <summary>The protocols that it speaks besides SharkSEM. Default none.</summary>
    public IReadOnlyList<TwinServer> Servers { get; init; } = [];

    /// <summary>A laboratory's own folders with protocols that are data, looked in before the shipped one. Key <c>protocols</c>. Default none.</summary>
    public IReadOnlyList<string> ProtocolFolders { get; init; } = [];

    /// <summary>How much faster than the wall clock physics runs, &gt; 0. Default 1.</summary>
    public double TimeFactor { get; init; } = 1;

    /// <summary>Seed of all randomness. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Protocol version that the SharkSEM server tells. Default 2.0.25.</summary>
    public string SharkSemVersion { get; init; } = "2.0.25";

    /// <summary>The z at which the world's working distances hold, mm. Default 20.</summary>
    public double ReferenceZMm { get; init; } = 20;

    /// <summary>+1 when z grows towards the lens, −1 when away from it. Default +1.</summary>
    public int ZTowardsLens { get; init; } = 1;

    /// <summary>The stage.</summary>
    public StageOptions Stage { get; init; } = new();

    /// <summary>The column.</summary>
    public ColumnOptions Column { get; init; } = new();

    /// <summary>The chamber.</summary>
    public VacuumOptions Vacuum { get; init; } = new();

    /// <summary>What is imperfect about its pictures.</summary>
    public ImageOptions Image { get; init; } = new();

    /// <summary>What goes wrong, and when. Default nothing.</summary>
    public FaultScript Faults { get; init; } = FaultScript.Empty;

    /// <summary>Folder in which a protocol without pixels stores its pictures; stands for the disk of the instrument's own computer. Key <c>frame_folder</c>. Default null: none are stored.</summary>
    public string? FrameFolder { get; init; }

    /// <summary>Loopback port of the HTTP interface for faults and truth; 0 takes any free one. Default null: there is none.</summary>
    public int? ApiPort { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It cannot be read, or a key or value is wrong.</exception>
    public static async Task<TwinOptions> LoadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Parse(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the twin's configuration cannot be read", path, "Compare the path", failure);
        }
    }

    /// <summary>Reads text; keys that are absent keep their defaults, unknown ones are refused.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="InputException">A key or value is wrong.</exception>
    public static TwinOptions Parse(string yaml, string file) => TwinYaml.Read(StrictYamlMap.Parse(yaml, file));
}

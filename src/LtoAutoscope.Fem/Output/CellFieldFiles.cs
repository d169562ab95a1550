using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Output;

/// <summary>
/// Everything that a resolved cell shows of its fields: the series for ParaView (<c>fields/</c>), the compact form for the browser
/// (<c>view/</c>) and PNG stills (<c>stills/</c>).
/// </summary>
public sealed class CellFieldFiles
{
    /// <summary>Folder of the series.</summary>
    public const string Series = "fields";

    /// <summary>Folder of the compact form.</summary>
    public const string View = "view";

    /// <summary>Folder of the pictures.</summary>
    public const string Stills = "stills";

    /// <summary>The picture of the particles alone, each in a colour of its own.</summary>
    public const string Microstructure = "microstructure.png";

    private readonly string _folder;
    private readonly VoxelMicrostructure _structure;
    private readonly VtiSeries _series;
    private readonly VolumeView _view;

    /// <param name="folder">The run's folder of the cell model.</param>
    /// <param name="structure">The voxels.</param>
    public CellFieldFiles(string folder, VoxelMicrostructure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        _folder = folder;
        _structure = structure;
        _series = new VtiSeries(Path.Combine(folder, Series), structure);
        _view = new VolumeView(Path.Combine(folder, View), structure);
    }

    /// <summary>Makes the folder ready: draws the particles, and takes up the fields of an earlier, interrupted run or leaves them to be replaced.</summary>
    /// <param name="folder">The run's folder of the cell model.</param>
    /// <param name="structure">The voxels.</param>
    /// <param name="goOn">Whether a run goes on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">An index in the folder is damaged.</exception>
    public static async Task<CellFieldFiles> OpenAsync(string folder, VoxelMicrostructure structure, bool goOn, CancellationToken cancellationToken = default)
    {
        var files = new CellFieldFiles(folder, structure);
        if (goOn)
        {
            files._series.GoOn();
            await files._view.GoOnAsync(cancellationToken).ConfigureAwait(false);
        }

        await files.WriteMicrostructureAsync(cancellationToken).ConfigureAwait(false);
        return files;
    }

    /// <summary>Draws the particles.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public Task WriteMicrostructureAsync(CancellationToken cancellationToken = default)
    {
        // Numbers of neighbours in the list lie far apart in colour: the golden ratio spreads them.
        var colours = new float[_structure.Labels.Length];
        for (int i = 0; i < colours.Length; i++)
            colours[i] = _structure.Labels[i] > 0 ? (float)(_structure.Labels[i] * 0.6180339887498949 % 1) : float.NaN;
        string caption = string.Create(CultureInfo.InvariantCulture, $"{_structure.Particles.Count} particles, {_structure.SizeX * _structure.VoxelSizeNm / 1000:0.00} µm");
        return AtomicFile.WriteAsync(Path.Combine(_folder, Stills, Microstructure), CubeStill.Draw(_structure, colours, caption, withBar: false), cancellationToken);
    }

    /// <summary>Of how many snapshots one is drawn.</summary>
    public const int SnapshotsAStill = 4;

    /// <summary>Writes a snapshot for ParaView and the browser, and draws the first and every fourth one after it.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public async Task AddAsync(CellSnapshot snapshot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        await _series.AddAsync(snapshot, cancellationToken).ConfigureAwait(false);
        await _view.AddAsync(snapshot, cancellationToken).ConfigureAwait(false);
        if (snapshot.Index % SnapshotsAStill != 0) return;
        foreach (var field in snapshot.Fields)
        {
            string caption = string.Create(
                CultureInfo.InvariantCulture,
                $"{field.Caption}{(field.Unit.Length > 0 ? ", " + field.Unit : "")} at {snapshot.TimeS / 3600:0.00} h, {snapshot.VoltageV:0.000} V");
            string file = string.Create(CultureInfo.InvariantCulture, $"{field.Name}_{snapshot.Index:0000}.png");
            await AtomicFile.WriteAsync(Path.Combine(_folder, Stills, file), CubeStill.Draw(_structure, field.Values, caption), cancellationToken).ConfigureAwait(false);
        }
    }
}

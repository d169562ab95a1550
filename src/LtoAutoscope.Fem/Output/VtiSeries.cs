using System.Globalization;
using System.Text;
using System.Xml.Linq;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Output;

/// <summary>
/// Fields over time for ParaView: one <c>cell_0000.vti</c> a snapshot and <c>cell.pvd</c>, which names them with their times. The index is
/// written anew after each snapshot, so that a run that was cut short can be opened too.
/// </summary>
public sealed class VtiSeries
{
    /// <summary>The file to open.</summary>
    public const string Index = "cell.pvd";

    private readonly string _folder;
    private readonly VoxelMicrostructure _structure;
    private readonly List<(double TimeS, string File)> _entries = [];

    /// <param name="folder">Where; made if missing.</param>
    /// <param name="structure">The voxels.</param>
    public VtiSeries(string folder, VoxelMicrostructure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        _folder = folder;
        _structure = structure;
    }

    /// <summary>Takes up the series that an earlier, interrupted run left in the folder: its entries before a snapshot stay.</summary>
    /// <exception cref="InputException">The index is damaged.</exception>
    public void GoOn()
    {
        string path = Path.Combine(_folder, Index);
        if (!File.Exists(path)) return;
        try
        {
            foreach (var set in XDocument.Load(path).Descendants("DataSet"))
                _entries.Add((double.Parse(set.Attribute("timestep")!.Value, CultureInfo.InvariantCulture), set.Attribute("file")!.Value));
        }
        catch (Exception e) when (e is System.Xml.XmlException or FormatException or NullReferenceException)
        {
            throw new InputException("the index of the fields is damaged", path, "Delete the folder of the fields; the rest of the run can go on", e);
        }
    }

    /// <summary>Writes a snapshot and the index.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public async Task AddAsync(CellSnapshot snapshot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        string file = string.Create(CultureInfo.InvariantCulture, $"cell_{snapshot.Index:0000}.vti");
        await VtiFile.WriteAsync(
            Path.Combine(_folder, file), _structure, [.. snapshot.Fields.Select(f => (Label(f), f.Values))], cancellationToken).ConfigureAwait(false);
        // A run that goes on from a saved state writes its last snapshots anew.
        _entries.RemoveAll(e => string.CompareOrdinal(e.File, file) >= 0);
        _entries.Add((snapshot.TimeS, file));
        var text = new StringBuilder("<?xml version=\"1.0\"?>\n<VTKFile type=\"Collection\" version=\"0.1\" byte_order=\"LittleEndian\">\n<Collection>\n");
        foreach (var (time, name) in _entries.OrderBy(e => e.TimeS))
            text.Append(CultureInfo.InvariantCulture, $"<DataSet timestep=\"{time:0.######}\" group=\"\" part=\"0\" file=\"{name}\"/>\n");
        await AtomicFile.WriteTextAsync(Path.Combine(_folder, Index), text.Append("</Collection>\n</VTKFile>\n").ToString(), cancellationToken).ConfigureAwait(false);
    }

    private static string Label(CellField field) => field.Unit.Length == 0 ? field.Name : $"{field.Name}_{field.Unit.Replace('/', '_')}";
}

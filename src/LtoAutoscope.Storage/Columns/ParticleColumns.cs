using System.Collections.Concurrent;
using System.Text;

namespace LtoAutoscope.Storage.Columns;

/// <summary>
/// The particles of one run as columns: numbers in arrays, never as objects, each column with the order of its rows. A column is read from the file when it is first wanted, and its
/// checksum with it.
/// </summary>
/// <remarks>Thread safety: all members may be called from any thread. No file is held open. Callers must not write to the arrays.</remarks>
public sealed class ParticleColumns
{
    /// <summary>Confidence below which a particle is called doubtful.</summary>
    public const double DoubtfulBelow = 0.7;

    internal const string IdText = "id_text", IdStart = "id_start", FrameBlock = "frame", FlagBlock = "flags", OrderPrefix = "by:", IdOrder = "by:id";
    private readonly ConcurrentDictionary<string, Lazy<Array>> _loaded = new(StringComparer.Ordinal);
    private readonly Func<ColumnBlock, Array> _read;
    private readonly Dictionary<string, ColumnBlock> _blocks;
    private long _bytes;

    internal ParticleColumns(ColumnDirectory directory, Func<ColumnBlock, Array> read)
    {
        (Directory, _read) = (directory, read);
        _blocks = directory.Blocks.ToDictionary(block => block.Name, StringComparer.Ordinal);
    }

    /// <summary>What they hold.</summary>
    public ColumnDirectory Directory { get; }

    /// <summary>Particles.</summary>
    public int Count => Directory.Rows;

    /// <summary>Bytes that are in memory by now.</summary>
    public long LoadedBytes => Interlocked.Read(ref _bytes);

    /// <summary>The frame of each row, an index into the directory's frames.</summary>
    public int[] FrameOf => (int[])Load(FrameBlock);

    /// <summary>The flags of each row, <see cref="ParticleFlags"/>.</summary>
    public byte[] Flags => (byte[])Load(FlagBlock);

    /// <summary>Whether there is a column of numbers of this name.</summary>
    public bool Has(string key) => _blocks.TryGetValue(key, out ColumnBlock? block) && block.Type == "f64";

    /// <summary>A column; NaN where a value is unknown.</summary>
    /// <exception cref="ColumnsDamagedException">The file is not what it says.</exception>
    public double[] Numbers(string key) => (double[])Load(key);

    /// <summary>The rows in ascending order of a column, equal ones in the order of rows, unknown ones last.</summary>
    /// <inheritdoc cref="Numbers" path="/exception"/>
    public int[] Order(string key) => (int[])Load(OrderPrefix + key);

    /// <summary>A particle's id.</summary>
    public string Id(int row)
    {
        int[] starts = (int[])Load(IdStart);
        return Encoding.UTF8.GetString((byte[])Load(IdText), starts[row], starts[row + 1] - starts[row]);
    }

    /// <summary>A particle's frame.</summary>
    public string Frame(int row) => Directory.Frames[FrameOf[row]];

    /// <summary>The row of a particle, or −1.</summary>
    public int Find(string id)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(id), text = (byte[])Load(IdText);
        int[] starts = (int[])Load(IdStart), order = (int[])Load(IdOrder);
        int low = 0, high = order.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1, row = order[middle];
            int compared = text.AsSpan(starts[row]..starts[row + 1]).SequenceCompareTo(wanted);
            if (compared == 0) return row;
            if (compared < 0) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }

    private Array Load(string name)
    {
        if (!_blocks.TryGetValue(name, out ColumnBlock? block)) throw new KeyNotFoundException($"There is no column '{name}'.");
        Lazy<Array> lazy = _loaded.GetOrAdd(name, _ => new Lazy<Array>(() =>
        {
            Array array = _read(block);
            Interlocked.Add(ref _bytes, block.Length);
            return array;
            // A read that failed once (no file handle free, say) is tried again at the next question.
        }, LazyThreadSafetyMode.PublicationOnly));
        return lazy.Value;
    }
}

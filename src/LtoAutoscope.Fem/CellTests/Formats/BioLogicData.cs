using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>
/// The data module of a BioLogic <c>.mpr</c>: modules follow each other after a magic of 52 bytes. A module's header is <c>MODULE</c>, a short name (10), a long name (25), length (4), version (4) and date (8); from
/// EC-Lab 11.50 on a largest length of FFFFFFFF stands before the length and an old version before the version.
/// </summary>
internal sealed class BioLogicData
{
    internal static ReadOnlySpan<byte> Magic => "BIO-LOGIC MODULAR FILE\u001a"u8;

    private const int MagicLength = 52, OldHeader = 57, NewHeader = 65;

    private BioLogicData(long start, long end, long count, int size, IReadOnlyList<Column> columns, bool isCut) => (Start, End, Count, RecordSize, Columns, IsCut) = (start, end, count, size, columns, isCut);

    internal readonly record struct Column(int Number, int Offset, string Name, TestQuantity Quantity, string Unit);

    /// <summary>Where the records begin.</summary>
    internal long Start { get; }

    /// <summary>Where they end.</summary>
    internal long End { get; }

    /// <summary>How many the file says that there are.</summary>
    internal long Count { get; }

    internal int RecordSize { get; }

    /// <summary>The columns that are used.</summary>
    internal IReadOnlyList<Column> Columns { get; }

    /// <summary>Whether the file ends before its last record.</summary>
    internal bool IsCut { get; }

    /// <summary>Whether its count of charge may be in C: column 211 is, in some programs' files, what 467 is in mA.h.</summary>
    internal bool MayCountCoulombs { get; private init; }

    /// <summary>Finds it.</summary>
    /// <exception cref="InputException">The file is no .mpr, ends before its data, or holds a version or columns that are not known.</exception>
    internal static BioLogicData Find(Stream stream, string source)
    {
        stream.Position = 0;
        byte[] magic = new byte[MagicLength];
        if (stream.ReadAtLeast(magic, MagicLength, throwOnEndOfStream: false) < MagicLength || !magic.AsSpan().StartsWith(Magic)) throw Damaged("the file does not begin as an .mpr does", source);
        byte[] header = new byte[NewHeader];
        for (long at = MagicLength; ;)
        {
            stream.Position = at;
            int read = stream.ReadAtLeast(header, NewHeader, throwOnEndOfStream: false);
            if (read < OldHeader) throw Damaged("the file ends before its data", source);
            if (!header.AsSpan().StartsWith("MODULE"u8)) throw Damaged(string.Create(CultureInfo.InvariantCulture, $"there is no module at byte {at}"), source);
            uint first = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(41));
            bool isNew = first == uint.MaxValue;
            uint length = isNew ? BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(45)) : first;
            uint version = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(isNew ? 53 : 45));
            long data = at + (isNew ? NewHeader : OldHeader), end = data + length;
            string name = Encoding.ASCII.GetString(header, 6, 10).Trim('\0', ' ');
            if (name.Equals("VMP data", StringComparison.OrdinalIgnoreCase)) return Of(stream, source, data, Math.Min(end, stream.Length), end > stream.Length, version);
            at = end;
        }
    }

    private static BioLogicData Of(Stream stream, string source, long data, long end, bool isCut, uint version)
    {
        // Where the records begin, and how wide the columns' numbers are, by version of the module.
        (int offset, int width, bool bigEndian) = version switch
        {
            0 => (100, 1, false),
            2 => (405, 2, false),
            3 => (406, 2, false),
            10 or 11 => (1007, 2, true),
            _ => throw new InputException($"version {version} of the data module is not known", source, "Export the file as text (.mpt) from EC-Lab"),
        };
        byte[] head = new byte[offset];
        stream.Position = data;
        if (end - data < offset || stream.ReadAtLeast(head, offset, throwOnEndOfStream: false) < offset) throw Damaged("the file ends before its data", source);
        long count = BinaryPrimitives.ReadUInt32LittleEndian(head);
        int columns = head[4];
        if (5 + (columns * width) > offset) throw Damaged($"{columns} columns do not fit into the header of the data", source);
        int[] numbers = new int[columns];
        for (int i = 0; i < columns; i++)
        {
            ReadOnlySpan<byte> at = head.AsSpan(5 + (i * width));
            numbers[i] = width == 1 ? at[0] : bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);
        }

        long bytes = end - (data + offset);
        var (used, size) = Layout(numbers, isCut || count == 0 ? 0 : bytes / count, source);
        return new BioLogicData(data + offset, end, count, size, used, isCut || count * size > bytes) { MayCountCoulombs = numbers.Contains(BioLogicColumns.ChargeOfHalfCycle) };
    }

    /// <summary>Where the columns lie in a record. The size of one column that is not known follows from the record's.</summary>
    private static (IReadOnlyList<Column> Used, int Size) Layout(int[] numbers, long recordSize, string source)
    {
        int[] low = [.. numbers.Select(BioLogicColumns.InTable)];
        int known = low.Where(number => !BioLogicColumns.Flags.Contains(number)).Sum(BioLogicColumns.SizeOf) + (low.Any(BioLogicColumns.Flags.Contains) ? 1 : 0);
        int[] unknown = [.. numbers.Where((_, i) => !BioLogicColumns.Flags.Contains(low[i]) && BioLogicColumns.SizeOf(low[i]) == 0)];
        int missing = unknown.Length == 1 ? (int)(recordSize - known) : 0;
        if (unknown.Length > 1 || (unknown.Length == 1 && missing is not (1 or 2 or 4 or 8)))
            throw new InputException($"columns of the numbers {string.Join(", ", unknown)} are not known", source, "Export the file as text (.mpt) from EC-Lab");
        var used = new List<Column>();
        int offset = 0;
        bool hasFlags = false;
        for (int i = 0; i < low.Length; i++)
        {
            int number = low[i];
            if (BioLogicColumns.Flags.Contains(number))
            {
                if (!hasFlags) offset++;
                hasFlags = true;
                continue;
            }

            if (BioLogicColumns.UseOf(number) is { } use)
            {
                int other = used.FindIndex(column => column.Quantity == use.Quantity);
                var taken = new Column(number, offset, use.Name, use.Quantity, use.Unit);
                if (other < 0) used.Add(taken);
                else if (BioLogicColumns.IsSecondChoice(used[other].Number) && !BioLogicColumns.IsSecondChoice(number)) used[other] = taken;
            }

            offset += BioLogicColumns.SizeOf(number) is > 0 and var size ? size : missing;
        }

        bool Has(TestQuantity quantity) => used.Exists(column => column.Quantity == quantity);
        if (!Has(TestQuantity.Time) || !Has(TestQuantity.Voltage) || !(Has(TestQuantity.Current) || Has(TestQuantity.NetCharge) || Has(TestQuantity.ChargeStep)))
            throw new InputException("the file holds no time, voltage and current or charge", source, "Give a galvanostatic test (GCPL, CP, MB), no impedance or rest");
        return (used, offset);
    }

    private static InputException Damaged(string what, string source) => new(what, source, "Copy the file from the cycler's PC again, or export it as text (.mpt) from EC-Lab");
}

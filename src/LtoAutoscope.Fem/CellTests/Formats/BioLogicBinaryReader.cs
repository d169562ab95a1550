using System.Globalization;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>
/// BioLogic's binary <c>.mpr</c>. The vendor does not document it: layout and column numbers are those of the open readers galvani and yadg (<see cref="BioLogicData"/>, <see cref="BioLogicColumns"/>). Versions 0, 2, 3 and
/// 10, 11 of the data module are read. A file that ends early gives the records that are there.
/// </summary>
public sealed class BioLogicBinaryReader : ICellTestReader
{
    private const int RowsShown = 8;

    /// <summary>What a charge in C is too large by when it is taken for one in mA.h.</summary>
    private const double MilliampereHoursOfACoulomb = 3.6;

    /// <inheritdoc/>
    public string Format => "BioLogic binary (.mpr)";

    /// <inheritdoc/>
    public bool CanRead(CellTestHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.StartsWith(BioLogicData.Magic);
    }

    /// <inheritdoc/>
    public CellTestPreview Preview(Stream stream, CellTestHead head, CellTestMapping? mapping)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            BioLogicData data = BioLogicData.Find(stream, "the file");
            List<IReadOnlyList<string>> rows = [];
            byte[] record = new byte[data.RecordSize];
            stream.Position = data.Start;
            for (int i = 0; i < RowsShown && data.Start + ((i + 1L) * data.RecordSize) <= data.End; i++)
            {
                stream.ReadExactly(record);
                rows.Add([.. data.Columns.Select(column => BioLogicColumns.Value(column.Number, record.AsSpan(column.Offset)).ToString("G7", CultureInfo.InvariantCulture))]);
            }

            return new CellTestPreview(Format, [.. data.Columns.Select(column => column.Name)], Uses(data), rows) { CanMap = false };
        }
        catch (InputException error)
        {
            return new CellTestPreview(Format, [], [], []) { CanMap = false, Problems = [$"{error.What}. {error.Remedy}"] };
        }
    }

    /// <inheritdoc/>
    public CellTestReading Read(Stream stream, CellTestHead head, string source, CellTestMapping? mapping, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        BioLogicData data = BioLogicData.Find(stream, source);
        var collector = new PointCollector(Format, source);
        var scales = data.Columns.Select(column => TestUnits.Scale(column.Quantity, column.Unit)!.Value).ToArray();
        byte[] record = new byte[data.RecordSize];
        stream.Position = data.Start;
        using var buffered = new BufferedStream(new Unclosed(stream), 1 << 16);
        long there = Math.Min(data.Count, (data.End - data.Start) / data.RecordSize);
        for (long i = 0; i < there; i++)
        {
            if ((i & 4095) == 0) cancellationToken.ThrowIfCancellationRequested();
            buffered.ReadExactly(record);
            var row = new RowValues();
            for (int c = 0; c < scales.Length; c++)
            {
                double value = (BioLogicColumns.Value(data.Columns[c].Number, record.AsSpan(data.Columns[c].Offset)) * scales[c].Factor) + scales[c].Offset;
                switch (data.Columns[c].Quantity)
                {
                    case TestQuantity.Time: row.TimeS = value; break;
                    case TestQuantity.Voltage: row.VoltageV = value; break;
                    case TestQuantity.Current: row.CurrentA = value; break;
                    default: row.Set(data.Columns[c].Quantity, value); break;
                }
            }

            if (double.IsFinite(row.TimeS) && double.IsFinite(row.VoltageV)) collector.Add(row, i + 1);
            else collector.Bad(i + 1, "time or voltage is no number");
        }

        if (there < data.Count) collector.Note(string.Create(CultureInfo.InvariantCulture, $"The file ends early: {there} of {data.Count} records are there. Copy it from the cycler's PC again."));
        CellTestReading reading = collector.Finish() with { Columns = Uses(data) };
        return data.MayCountCoulombs ? WithUnit(reading) : reading;
    }

    /// <summary>The count in Ah where it was in C: the current tells, since an hour of it is 3600 C.</summary>
    private static CellTestReading WithUnit(CellTestReading reading)
    {
        double integrated = CapacityBalance.IntegralAh(reading.Points);
        const double tolerance = 0.1;
        if (reading.CountedAh.Count == 0 || !(integrated > 0) || Math.Abs((reading.CountedAh[^1] / integrated / MilliampereHoursOfACoulomb) - 1) > tolerance) return reading;
        return reading with { CountedAh = [.. reading.CountedAh.Select(count => count / MilliampereHoursOfACoulomb)], Notes = [.. reading.Notes, "The charge of the half cycle (column 211) was taken as C, since it is 3.6 times the integral of the current."] };
    }

    private static List<ColumnUse> Uses(BioLogicData data) => [.. data.Columns.Select((column, i) => new ColumnUse(column.Quantity, i, column.Name, column.Unit))];

    /// <summary>Lets a buffer be disposed without the stream beneath.</summary>
    private sealed class Unclosed(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

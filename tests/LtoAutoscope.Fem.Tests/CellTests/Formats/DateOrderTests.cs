using System.Globalization;
using System.Text;
using LtoAutoscope.Fem.CellTests;

namespace LtoAutoscope.Fem.Tests.CellTests.Formats;

/// <summary>Dates whose text does not say which figure is the day: one order for the whole file.</summary>
public sealed class DateOrderTests
{
    private const int Rows = 60, IntervalS = 60;

    [Theory]
    [InlineData("dd/MM/yyyy HH:mm:ss", "2026-02-03T23:50:00", true)]
    [InlineData("dd.MM.yyyy HH:mm:ss", "2026-02-03T23:50:00", true)]
    [InlineData("dd-MM-yyyy HH:mm:ss.fff", "2026-02-03T23:50:00", true)]
    [InlineData("MM/dd/yyyy HH:mm:ss", "2026-02-03T23:50:00", true)]
    [InlineData("M/d/yyyy h:mm:ss tt", "2026-02-03T23:50:00", true)]
    [InlineData("d/M/yy H:mm", "2026-02-03T23:50:00", true)]
    [InlineData("dd/MM/yyyy HH:mm:ss", "2026-02-12T23:50:00", false)]
    [InlineData("dd.MM.yyyy HH:mm:ss", "2026-02-12T23:50:00", false)]
    [InlineData("MM/dd/yyyy HH:mm:ss", "2026-02-12T23:50:00", false)]
    [InlineData("dd/MM/yyyy HH:mm:ss", "2026-02-03T10:00:00", false)]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2026-02-03T23:50:00", false)]
    [InlineData("dd-MMM-yyyy HH:mm:ss", "2026-02-03T23:50:00", false)]
    public void Read_DatesOverMidnight_KeepTheirIntervals(string format, string begin, bool isTold)
    {
        CellTestReading reading = Read("Timestamp,Voltage (V),Current (A)", format, At(begin, 0));

        Assert.Equal((0L, Rows), (reading.BadRowCount, reading.Points.Count));
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => (double)(i * IntervalS)), reading.Points.Select(point => point.TimeS));
        Assert.Equal(isTold ? 1 : 0, reading.Notes.Count(note => note.Contains("the day or the month first", StringComparison.Ordinal)));
    }

    /// <summary>A rest of four weeks, after which the other order looks like the next day: dots decide.</summary>
    [Fact]
    public void Read_DotsOverARestOfAMonth_HaveTheDayFirst()
    {
        CellTestReading reading = Read("Timestamp,Voltage (V),Current (A)", "dd.MM.yyyy HH:mm:ss", At("2026-02-03T10:00:00", 28));

        Assert.Equal(28 * 86400.0, reading.Points[Rows / 2].TimeS - reading.Points[(Rows / 2) - 1].TimeS - IntervalS);
        Assert.Contains(reading.Notes, note => note.Contains("the day was taken as first, as dates with dots have it", StringComparison.Ordinal));
    }

    /// <summary>EC-Lab says when the test began in the same order as its rows.</summary>
    [Fact]
    public void Read_MptThatBeganAfterTheTwelfth_TellsTheOrderOfItsRows()
    {
        CellTestReading reading = Read("EC-Lab ASCII FILE\nNb header lines : 4\nAcquisition started on : 25/12/2022 13:00:00\ntime/s\tEwe/V\tI/mA", "dd/MM/yyyy HH:mm:ss.fff", At("2023-01-02T10:00:00", 31), "\t");

        Assert.Equal(31 * 86400.0, reading.Points[Rows / 2].TimeS - reading.Points[(Rows / 2) - 1].TimeS - IntervalS);
        Assert.Empty(reading.Notes);
    }

    /// <summary>EC-Lab writes the month first with dots as well.</summary>
    [Fact]
    public void Read_MptWithDotsAndTheMonthFirst_KeepsItsIntervals()
    {
        CellTestReading reading = Read("EC-Lab ASCII FILE\nNb header lines : 3\ntime/s\tEwe/V\tI/mA", "MM.dd.yyyy HH:mm:ss", At("2026-02-03T23:50:00", 0), "\t");

        Assert.Equal((Rows - 1.0) * IntervalS, reading.Points[^1].TimeS);
    }

    /// <summary>The moments of the rows, with a rest of some days amid them.</summary>
    private static IEnumerable<DateTime> At(string begin, int days)
        => Enumerable.Range(0, Rows).Select(i => DateTime.Parse(begin, CultureInfo.InvariantCulture).AddSeconds(i * IntervalS).AddDays(i < Rows / 2 ? 0 : days));

    private static CellTestReading Read(string head, string format, IEnumerable<DateTime> moments, string separator = ",")
    {
        string text = head + "\n" + string.Join('\n', moments.Select((moment, i) => string.Create(CultureInfo.InvariantCulture, $"{moment.ToString(format, CultureInfo.InvariantCulture)}{separator}{1.6 - (0.01 * i):F3}{separator}-0.001")));
        return CellTestReaders.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "cell", null, CancellationToken.None);
    }
}

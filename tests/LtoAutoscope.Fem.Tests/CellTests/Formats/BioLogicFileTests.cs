using System.Globalization;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Fem.CellTests;

namespace LtoAutoscope.Fem.Tests.CellTests.Formats;

/// <summary>What is rarer in BioLogic's files: long headers, means and charges in C.</summary>
public sealed class BioLogicFileTests
{
    private static double CountedAh => CyclerFiles.HalfMAhG.Sum() * CyclerFiles.MassG / 1000;

    /// <summary>EC-Lab lists each loop in a line above the header row: a test of a thousand cycles fills more than the first 64 KiB with them.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(3000)]
    [InlineData(20000)]
    public void Read_MptWithLoopsInItsHeader_FindsTheHeaderRow(int loops)
    {
        string[] lines = Encoding.Latin1.GetString(CyclerFiles.Mpt()).Split("\r\n");
        lines[1] = string.Create(CultureInfo.InvariantCulture, $"Nb header lines : {9 + loops + 1}");
        string[] listed = [string.Create(CultureInfo.InvariantCulture, $"Number of loops : {loops}"), .. Enumerable.Range(0, loops).Select(i => string.Create(CultureInfo.InvariantCulture, $"Loop {i} from point number {i * 1000} to {(i * 1000) + 999}"))];
        byte[] file = Encoding.Latin1.GetBytes(string.Join("\r\n", [.. lines[..8], .. listed, .. lines[8..]]));
        CellTestPreview preview = CellTestReaders.Preview(new MemoryStream(file));

        Assert.Equal((10 + loops, 0), (preview.HeaderLine, preview.Problems.Count));
        Assert.NotEmpty(preview.FirstRows);
        Assert.Equal(246, Read(file).Points.Count);
    }

    [Fact]
    public void Read_MptThatPromisesMoreLinesThanThereAre_IsRefused()
    {
        byte[] file = Encoding.Latin1.GetBytes("EC-Lab ASCII FILE\r\nNb header lines : 2000000000\r\n" + new string('x', 100_000));

        Assert.Contains("the file has 3 lines", Assert.Throws<InputException>(() => Read(file)).What, StringComparison.Ordinal);
    }

    /// <summary>Voltages that are means (174), charges in C with both of their numbers, and columns of which only the size matters.</summary>
    [Theory]
    [InlineData(1, 4, 174, 178, 8)]
    [InlineData(1, 4, 174, 434, 8)]
    [InlineData(4, 178, 174)]
    [InlineData(1, 4, 26, 27, 6, 8, 13)]
    [InlineData(4, 430, 431, 6, 8, 13)]
    public void Read_MprWithMeansAndCoulombs_GivesVoltageAndCharge(params int[] columns)
    {
        CellTestReading reading = Read(CyclerFiles.Mpr(3, columns));

        Assert.Equal(CyclerFiles.Rows().Count, reading.Points.Count);
        Assert.All(CyclerFiles.Rows().Zip(reading.Points), pair => Assert.Equal(pair.First.VoltageV, pair.Second.VoltageV, 1e-6));
        Assert.Equal(CountedAh, reading.CountedAh[^1], 1e-7);
    }

    [Fact]
    public void Read_MprWithSinglesAndTheirBetters_TakesTheBetter()
        => Assert.Equal(["time/s", "Ewe/V", "(Q-Qo)/mA.h"], Read(CyclerFiles.Mpr(2, [4, 174, 6, 178, 13])).Columns.Select(column => column.Header));

    private static CellTestReading Read(byte[] file) => CellTestReaders.Read(new MemoryStream(file), "cell", null, CancellationToken.None);
}

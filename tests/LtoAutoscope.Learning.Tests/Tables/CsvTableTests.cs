using LtoAutoscope.Domain;
using LtoAutoscope.Learning.Tables;

namespace LtoAutoscope.Learning.Tests.Tables;

public sealed class CsvTableTests
{
    [Fact]
    public void Numbers_WordInAField_NamesFileLineAndColumn()
    {
        CsvTable table = Parse("# note\na,b\n1,2\n\n3,many\n");
        Assert.Equal([1.0, 3.0], table.Numbers("a"));
        var error = Assert.Throws<InputException>(() => table.Numbers("b"));
        Assert.Contains("t.csv, line 5, column 'b'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_MissingColumn_ListsWhatThereIs()
        => Assert.Contains("a, b", Assert.Throws<InputException>(() => Parse("a,b\n1,2\n").Numbers("c")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("a,b\n")]
    [InlineData("a,a\n1,2\n")]
    [InlineData("a,b\n1,2,3\n")]
    [InlineData("a,b\n\"1,2\n")]
    public void Read_BrokenTable_Refuses(string text) => Assert.Throws<InputException>(() => Parse(text));

    [Fact]
    public void Read_QuotedFieldsAndByteOrderMark_AreUnderstood()
    {
        CsvTable table = Parse("\uFEFF\"a, nm\",b\n\"1.5\",\"say \"\"x\"\"\"\n");
        Assert.Equal(["a, nm", "b"], table.Columns);
        Assert.Equal([1.5], table.Numbers("a, nm"));
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("1,5")]
    [InlineData("∞")]
    public void Numbers_NotFiniteOrDecimalComma_Refuses(string field)
        => Assert.Throws<InputException>(() => Parse($"a\n\"{field}\"\n").Numbers("a"));

    [Fact]
    public void Read_MissingFile_SaysSo() => Assert.Throws<InputException>(() => CsvTable.Read("/no/such/file.csv"));

    private static CsvTable Parse(string text) => CsvTable.Read(new StringReader(text), "t.csv");
}

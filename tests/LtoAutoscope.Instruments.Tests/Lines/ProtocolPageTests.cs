using System.Text;
using LtoAutoscope.Instruments.Lines.Protocols;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>The table on a protocol's page is that of its file. With <c>LTO_WRITE_PAGES=1</c> it is written there.</summary>
public sealed class ProtocolPageTests
{
    private const string Begin = "<!-- the table of protocol.yaml -->";
    private const string End = "<!-- end of the table -->";

    [Theory]
    [InlineData("prior")]
    [InlineData("tango")]
    [InlineData("corvus")]
    [InlineData("smaract-cu")]
    public void Page_ItsTable_IsThatOfTheFile(string protocol)
    {
        ProtocolDefinition definition = ProtocolLibrary.Load(protocol);
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "firmware-protocols", protocol, "README.md"));
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= Begin.Length && end > begin, "the page has no place for the table");
        string table = Table(definition);
        if (Environment.GetEnvironmentVariable("LTO_WRITE_PAGES") == "1") Write(protocol, page[..begin] + "\n" + table + page[end..]);
        else Assert.Equal(table.Trim(), page[begin..end].Trim());
        Assert.Contains(FormattableString.Invariant($"{definition.Stop.LongestWait.TotalMilliseconds:0} ms"), page, StringComparison.Ordinal);
    }

    private static void Write(string protocol, string page)
    {
        string folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "firmware-protocols", protocol, "transcripts")) || !Directory.Exists(Path.Combine(folder, "src"))) folder = Path.GetDirectoryName(folder)!;
        using var file = new FileStream(Path.Combine(folder, "firmware-protocols", protocol, "README.md"), FileMode.Create);
        file.Write(Encoding.UTF8.GetBytes(page));
    }

    private static string Table(ProtocolDefinition definition)
    {
        var text = new StringBuilder("| name | sent | answer | for |\n| --- | --- | --- | --- |\n");
        foreach (LineCommand command in definition.Commands.Values)
        {
            IEnumerable<string> forms = command.Aliases.Prepend(command.Request).Select(form => Code(form.Template));
            text.Append($"| {command.Name} | {string.Join(" or ", forms)} | {string.Join(", ", command.Reply.Select(reply => Code(reply.Template)))} | {command.Purpose} |\n");
        }

        return text.ToString();
    }

    private static string Code(string text) => $"`{LineTranscript.Escape(text).Replace("|", "\\|", StringComparison.Ordinal)}`";
}

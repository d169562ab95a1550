using System.Text.RegularExpressions;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Fem.Tests.HalfCell;

namespace LtoAutoscope.Fem.Tests.Materials;

/// <summary>docs/materials.md has the tables of the files. LTO_AUTOSCOPE_ACCEPT_DOCS=1 writes them anew.</summary>
public sealed partial class MaterialsDocumentTests
{
    private static string Document => Path.Combine(ReferenceCases.Root(), "docs", "materials.md");

    [Fact]
    public async Task Document_Tables_AreThoseOfTheFiles()
    {
        string text = (await File.ReadAllTextAsync(Document, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        string expected = TablePattern().Replace(text, match => $"<!-- table {match.Groups["name"].Value} -->\n{Table(match.Groups["name"].Value)}<!-- end -->");
        if (Environment.GetEnvironmentVariable("LTO_AUTOSCOPE_ACCEPT_DOCS") == "1") await AtomicFile.WriteTextAsync(Document, expected, TestContext.Current.CancellationToken);
        else Assert.Equal(expected, text);

        Assert.Equal(ShippedMaterialTests.Names.Select(row => row.Data), TablePattern().Matches(text).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    private static string Table(string name) => MaterialTable.Markdown(MaterialFile.Load(Path.Combine(ReferenceCases.Root(), "config", "materials", name + ".yaml")));

    [GeneratedRegex("<!-- table (?<name>[a-z0-9]+) -->\n.*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex TablePattern();
}

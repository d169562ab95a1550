using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LtoAutoscope.Daemon.Hosting;

namespace LtoAutoscope.Daemon.Tests.Web;

/// <summary>Scripts of others: each listed with version, licence and hash, and nothing loaded from elsewhere.</summary>
public sealed class VendoredLibraryTests
{
    private static string Root => ContentFolders.Locate().WebRoot;

    [Fact]
    public void Libraries_EachFile_HasTheHashThatIsWrittenDown()
    {
        JsonArray libraries = JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "lib", "libraries.json")))!.AsArray();
        List<string> listed = [];
        foreach (JsonNode? library in libraries)
        {
            Assert.True(File.Exists(Path.Combine(Root, "lib", library!["licence_file"]!.GetValue<string>())), $"{library["name"]}: its licence is not there");
            foreach (JsonNode? file in library["files"]!.AsArray())
            {
                string path = file!["path"]!.GetValue<string>();
                listed.Add(path);
                Assert.Equal(file["sha256"]!.GetValue<string>(), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Root, "lib", path)))));
            }
        }

        string[] there = [.. Directory.EnumerateFiles(Path.Combine(Root, "lib"), "*.js", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Path.Combine(Root, "lib"), path).Replace('\\', '/'))];
        Assert.Equal(there.Order(), listed.Order());
    }

    [Fact]
    public void OwnScriptsAndStyles_LoadNothingFromElsewhere()
    {
        foreach (string path in Directory.EnumerateFiles(Path.Combine(Root, "js")).Concat(Directory.EnumerateFiles(Path.Combine(Root, "css"))))
        {
            string text = File.ReadAllText(path).Replace("http://www.w3.org/", "", StringComparison.Ordinal);
            Assert.False(text.Contains("http://", StringComparison.Ordinal) || text.Contains("https://", StringComparison.Ordinal), $"{path} names a foreign address");
            Assert.False(text.Contains("eval(", StringComparison.Ordinal) || text.Contains("new Function", StringComparison.Ordinal), $"{path} makes code out of text");
        }
    }
}

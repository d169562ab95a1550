using System.CommandLine;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Twin.Servers;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>instrument list</c>: what ships.</summary>
internal static class InstrumentListVerb
{
    public static Command Create()
    {
        Option<bool> json = CommonOptions.Json();
        var command = new Command("list", "The instruments in config/instruments and the protocols that are known.") { json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(cancel => RunAsync(new VerbConsole(parsed.GetValue(json)), cancel), token));
        return command;
    }

    private static async Task<int> RunAsync(VerbConsole console, CancellationToken cancellationToken)
    {
        var instruments = new List<Entry>();
        bool allRead = true;
        foreach (string file in InstrumentChoice.Shipped())
        {
            string name = Path.GetFileNameWithoutExtension(file);
            try
            {
                InstrumentConfiguration configuration = await InstrumentConfiguration.LoadAsync(file, cancellationToken).ConfigureAwait(false);
                instruments.Add(new Entry(name, file, configuration.IsSimulated, [.. InstrumentPart.Of(configuration).Select(part => new Part(part.Protocol, part.Endpoint, part.Gives))]));
            }
            catch (InputException wrong)
            {
                allRead = false;
                await Console.Error.WriteLineAsync(wrong.Message).ConfigureAwait(false);
            }
        }

        IReadOnlyList<Protocol> protocols = Protocols();
        console.WriteJson(new { Instruments = instruments, Protocols = protocols });
        if (!console.IsJson) Show(console, instruments, protocols);
        return allRead ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Show(VerbConsole console, IReadOnlyList<Entry> instruments, IReadOnlyList<Protocol> protocols)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("instrument", "parts", "where");
        foreach (Entry entry in instruments)
            foreach (Part part in entry.Parts)
                table.AddRow(Markup.Escape(part == entry.Parts[0] ? entry.Name + (entry.IsSimulated ? " (simulated)" : "") : ""), Markup.Escape($"{string.Join(", ", part.Gives)} by {part.Protocol}"), Markup.Escape(part.Endpoint));
        console.Terminal.Write(table);
        Table known = new Table().Border(TableBorder.Simple).AddColumns("protocol", "title", "in the twin");
        foreach (Protocol protocol in protocols) known.AddRow(Markup.Escape(protocol.Name), Markup.Escape(protocol.Title), protocol.InTwin ? "yes" : "no");
        console.Terminal.Write(known);
    }

    /// <summary>The folders of <c>firmware-protocols/</c> where they stand beside the program; else what the twin speaks.</summary>
    private static IReadOnlyList<Protocol> Protocols()
    {
        string folder = Path.Combine(ContentFolders.Locate().Root, "firmware-protocols");
        IEnumerable<string> names = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!) : [.. WireServers.Names, "sharksem"];
        return [.. names.Order(StringComparer.Ordinal).Select(name => new Protocol(name, Title(folder, name), name == "sharksem" || WireServers.Names.Contains(name)))];
    }

    /// <summary>That of its page; without a page that of its file.</summary>
    private static string Title(string folder, string name)
    {
        string page = Path.Combine(folder, name, "README.md");
        if (File.Exists(page)) return File.ReadLines(page).FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..] ?? "";
        return ProtocolLibrary.Names().Contains(name) ? ProtocolLibrary.Load(name).Title : "";
    }

    private sealed record Entry(string Name, string File, bool IsSimulated, IReadOnlyList<Part> Parts);

    private sealed record Part(string Protocol, string Endpoint, IReadOnlyList<string> Gives);

    private sealed record Protocol(string Name, string Title, bool InTwin);
}

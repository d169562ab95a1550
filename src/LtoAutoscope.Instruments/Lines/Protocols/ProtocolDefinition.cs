using LtoAutoscope.Domain;

namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>A line protocol as <c>firmware-protocols/&lt;name&gt;/protocol.yaml</c> declares it: data, which one engine runs at both ends.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record ProtocolDefinition
{
    /// <summary>Its name, that of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>Its title.</summary>
    public string Title { get; init; } = "";

    /// <summary>Its usual port.</summary>
    public LineTransport Transport { get; init; } = new();

    /// <summary>How bytes are cut.</summary>
    public LineFraming Framing { get; init; } = new();

    /// <summary>How errors are told.</summary>
    public LineErrors Errors { get; init; } = new();

    /// <summary>Longest wait for an answer. Default 1 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The commands.</summary>
    public required IReadOnlyDictionary<string, LineCommand> Commands { get; init; }

    /// <summary>The quantities.</summary>
    public required IReadOnlyDictionary<string, LineQuantity> Quantities { get; init; }

    /// <summary>Values that commands use and that the start may read, with what holds until then.</summary>
    public IReadOnlyDictionary<string, double> Values { get; init; } = new Dictionary<string, double>();

    /// <summary>Commands sent when the connection was made.</summary>
    public IReadOnlyList<string> Initialise { get; init; } = [];

    /// <summary>The question whose answer names the controller; empty for none.</summary>
    public string Identify { get; init; } = "";

    /// <summary>The stage; null when it has none.</summary>
    public StageRules? Stage { get; init; }

    /// <summary>Settings of the column and so on, by role.</summary>
    public IReadOnlyDictionary<string, LineRole> Roles { get; init; } = new Dictionary<string, LineRole>();

    /// <summary>How it is stopped.</summary>
    public StopRules Stop { get; init; } = new();

    /// <summary>How the line is trusted again.</summary>
    public required ResynchronisationRules Resynchronise { get; init; }

    /// <summary>What is never sent.</summary>
    public IReadOnlyList<ForbiddenWords> Forbidden { get; init; } = [];

    /// <summary>Why a console refuses a move, as a sentence without the final stop.</summary>
    public const string WhyMovesAreRefused = "it moves the stage past the interlock; use 'instrument jog'";

    /// <summary>Every form of a command that moves the stage, by what a server does with it.</summary>
    public IEnumerable<LinePattern> MovingForms
        => Commands.Values.Where(command => command.Twin.Deed is TwinDeed.Move or TwinDeed.MoveBy or TwinDeed.Home).SelectMany(command => command.Aliases.Prepend(command.Request));

    /// <summary>Why a driver may not send a text; null when it may.</summary>
    public string? WhyForbidden(string text) => Forbidden.FirstOrDefault(words => !words.IsForPeopleOnly && words.Pattern.IsMatch(text))?.Why;

    /// <summary>Why a person may not type a text into a console, which passes no interlock; null when they may.</summary>
    public string? WhyForbiddenInConsole(string text)
    {
        if (Forbidden.FirstOrDefault(words => words.Pattern.IsMatch(text)) is { } forbidden) return forbidden.Why;
        return MovingForms.Any(form => form.Match(text) is not null) ? WhyMovesAreRefused : null;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It cannot be read, or a key or value is wrong; the message names file, line, key and remedy.</exception>
    public static ProtocolDefinition Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the protocol cannot be read", path, "Compare the path with the folders in firmware-protocols", failure);
        }
    }

    /// <summary>Reads text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="InputException">As for <see cref="Load"/>.</exception>
    public static ProtocolDefinition Parse(string yaml, string file) => ProtocolYaml.Read(Composition.StrictYamlMap.Parse(yaml, file));
}

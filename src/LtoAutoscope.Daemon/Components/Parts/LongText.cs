namespace LtoAutoscope.Daemon.Components.Parts;

/// <summary>How long a text may be that a person edits on a page.</summary>
internal static class LongText
{
    /// <summary>Most characters that a text area takes; the browser holds to it.</summary>
    public const int MostCharacters = 100_000;

    /// <summary>Largest message of a page to the server, bytes: a whole text area, each of its characters at its longest. Anything above it ends the connection.</summary>
    public const int LargestMessage = 6 * MostCharacters + 64 * 1024;
}

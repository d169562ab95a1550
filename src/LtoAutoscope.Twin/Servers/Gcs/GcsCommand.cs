namespace LtoAutoscope.Twin.Servers.Gcs;

/// <summary>One command word.</summary>
/// <param name="Word">The word, upper case, with its question mark if it is a question.</param>
/// <param name="Help">Its line in <c>HLP?</c>.</param>
/// <param name="Run">Does it with its arguments; the lines of the answer, or null for a command that answers nothing.</param>
/// <param name="WhileLatched">Whether it is obeyed while an error waits to be read.</param>
internal sealed record GcsCommand(string Word, string Help, Func<string[], IReadOnlyList<string>?> Run, bool WhileLatched = false);

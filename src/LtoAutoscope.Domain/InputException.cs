namespace LtoAutoscope.Domain;

/// <summary>
/// Something that a person gave is wrong: a file, a key, a request. Its message is meant for that person, so it carries
/// what is wrong, where, and how to mend it; it never needs a stack trace.
/// </summary>
public sealed class InputException : Exception
{
    /// <param name="what">What is wrong, as a sentence without the final stop.</param>
    /// <param name="where">The file, key, line or port concerned.</param>
    /// <param name="remedy">What the reader can do about it, as a sentence without the final stop.</param>
    /// <param name="inner">The cause, where there is one.</param>
    public InputException(string what, string where, string remedy, Exception? inner = null)
        : base($"{where}: {what}. {remedy}.", inner)
    {
        What = what;
        Where = where;
        Remedy = remedy;
    }

    /// <summary>What is wrong.</summary>
    public string What { get; }

    /// <summary>The file, key, line or port concerned.</summary>
    public string Where { get; }

    /// <summary>What the reader can do about it.</summary>
    public string Remedy { get; }
}

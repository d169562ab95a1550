namespace LtoAutoscope.Storage.Columns;

/// <summary>A column file is not what it says. It holds nothing that is not elsewhere: delete it and make it anew.</summary>
public sealed class ColumnsDamagedException(string path, string what, Exception? inner = null) : IOException($"The column file {path} is damaged: {what}.", inner);

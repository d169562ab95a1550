namespace LtoAutoscope.Learning.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("lto-learning-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    internal string File(string name) => Path.Combine(_path, name);
}

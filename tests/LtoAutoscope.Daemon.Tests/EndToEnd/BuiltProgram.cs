using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using LtoAutoscope.Daemon.Cli;
using LtoAutoscope.Instruments.Composition;

namespace LtoAutoscope.Daemon.Tests.EndToEnd;

/// <summary>The built <c>lto-autoscope.dll</c> as a process of its own. Disposing kills it if it still runs.</summary>
internal sealed class BuiltProgram : IDisposable
{
    private const int Terminate = 15;
    private const int Freezing = 19;
    private readonly Process _process;
    private readonly StringBuilder _output = new(), _error = new();
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BuiltProgram(Process process) => _process = process;

    /// <summary>The folder that holds <c>config/</c>, <c>models/</c> and <c>wwwroot/</c>.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    public string Output => Text(_output);

    public string Error => Text(_error);

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static BuiltProgram Start(string workingFolder, params string[] arguments)
    {
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        var start = new ProcessStartInfo(host) { WorkingDirectory = workingFolder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[InstrumentLock.FolderVariable] = Path.Combine(Path.GetTempPath(), $"lto-locks-{Environment.ProcessId}");
        start.ArgumentList.Add(Assembly());
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        var process = new Process { StartInfo = start };
        var program = new BuiltProgram(process);
        process.OutputDataReceived += (_, line) => program.Take(program._output, line.Data);
        process.ErrorDataReceived += (_, line) => program.Take(program._error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<BuiltProgram> RunAsync(string workingFolder, params string[] arguments)
    {
        BuiltProgram program = Start(workingFolder, arguments);
        try
        {
            await program.EndAsync(TimeSpan.FromMinutes(2));
            return program;
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the end and kills it when that does not come.</summary>
    public async Task EndAsync(TimeSpan patience)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            Assert.Fail($"It did not end within {patience.TotalSeconds:0} s. Standard output:\n{Output}\nStandard error:\n{Error}");
        }
    }

    /// <summary>The first line on standard output.</summary>
    public async Task<string> FirstLineAsync() => await _firstLine.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);

    /// <summary>Waits for words on standard output and returns all of it.</summary>
    public async Task<string> SaysAsync(string words)
    {
        long begun = Stopwatch.GetTimestamp();
        while (!Output.Contains(words, StringComparison.Ordinal))
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(1) && !HasExited, $"It never said '{words}'. Standard output:\n{Output}\nStandard error:\n{Error}");
            await Task.Delay(20, Token);
        }

        return Output;
    }

    /// <summary>kill −9, with all that it started.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(30)), "It outlived kill -9 by 30 s.");
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>SIGSTOP (19 on Linux): it lives and does nothing any more.</summary>
    public void Freeze() => Assert.Equal(0, Signal(_process.Id, Freezing));

    /// <summary>SIGTERM: what a service manager sends.</summary>
    public void AskToEnd() => Assert.Equal(0, Signal(_process.Id, Terminate));

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static string Text(StringBuilder builder)
    {
        lock (builder) return builder.ToString();
    }

    private void Take(StringBuilder builder, string? line)
    {
        if (line is null) return;
        lock (builder) builder.AppendLine(line);
        if (builder == _output) _firstLine.TrySetResult(line);
    }

    /// <summary>The program's own build folder, of the same configuration as the tests.</summary>
    private static string Assembly()
    {
        string framework = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), configuration = Path.GetDirectoryName(framework)!;
        string path = Path.Combine(RepositoryRoot, "src", "LtoAutoscope.Daemon", "bin", Path.GetFileName(configuration), Path.GetFileName(framework), typeof(RootVerb).Assembly.GetName().Name + ".dll");
        return File.Exists(path) ? path : throw new FileNotFoundException("Build src/LtoAutoscope.Daemon first.", path);
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "LtoAutoscope.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("LtoAutoscope.sln stands nowhere above the tests.");
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Samples;
using LtoAutoscope.Storage.Tests.Queue;

namespace LtoAutoscope.Storage.Tests;

/// <summary>
/// This test assembly, run as a process of its own that can be killed. The module initialiser takes over before any test framework
/// starts when the environment names a task.
/// </summary>
internal static class ChildProcess
{
    private const string TaskVariable = "LTO_STORAGE_TEST_TASK";
    private const string PathVariable = "LTO_STORAGE_TEST_PATH";

    internal static Process Start(string task, string path)
    {
        string runtime = RuntimeEnvironment.GetRuntimeDirectory();
        string dotnet = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        var start = new ProcessStartInfo(dotnet) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        start.Environment[TaskVariable] = task;
        start.Environment[PathVariable] = path;
        return Process.Start(start)!;
    }

    [ModuleInitializer]
    internal static void TakeOver()
    {
        if (Environment.GetEnvironmentVariable(TaskVariable) is not { } task) return;
        string path = Environment.GetEnvironmentVariable(PathVariable)!;
        if (task == "append") AppendForever(path);
        else if (task == "queue") ChangeQueueForever(path);
        else HoldLock(path);
        Environment.Exit(0);
    }

    // No await in here: a continuation on another thread would wait for the module initialiser, and that for the continuation.
    private static void AppendForever(string path)
    {
        NdjsonJournal journal = NdjsonJournal.OpenAsync(path, TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult();
        while (true)
        {
            long next = journal.Events.Count + 1;
            var data = new JsonObject { ["number"] = next, ["text"] = new string('x', (int)(next * 37 % 900)) };
            RunEvent written = journal.AppendAsync("frame_saved", data, CancellationToken.None).GetAwaiter().GetResult();
            Console.Out.WriteLine(written.Sequence);
            Console.Out.Flush();
        }
    }

    /// <summary>Every operation that the queue and the loading have, again and again, each told after it is on the disk.</summary>
    private static void ChangeQueueForever(string path)
    {
        using DataFolder folder = DataFolder.OpenAsync(path, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult();
        SampleQueue queue = SampleQueue.OpenAsync(folder, TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult();
        SampleLoading loading = SampleLoading.OpenAsync(folder, QueueWork.Holder, TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult();
        for (int step = 0; ; step++)
        {
            QueueWork.StepAsync(queue, loading, step).GetAwaiter().GetResult();
            Console.Out.WriteLine(QueueWork.Tell(queue, loading));
            Console.Out.Flush();
        }
    }

    private static void HoldLock(string path)
    {
        using DataFolder folder = DataFolder.OpenAsync(path, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult();
        Console.Out.WriteLine("locked");
        Console.Out.Flush();
        Console.In.ReadLine();
    }
}

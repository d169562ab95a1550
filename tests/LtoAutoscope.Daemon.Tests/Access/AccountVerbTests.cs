using System.Text.Json;
using LtoAutoscope.Daemon.Tests.EndToEnd;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Audits;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Tests.Access;

/// <summary>Accounts, keys and the trail at the terminal.</summary>
[Collection(ChildProcesses.Name)]
public sealed class AccountVerbTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UserVerbs_ThenAuditVerify_TellAndProveWhatWasDone()
    {
        using var folder = new TemporaryFolder();
        string data = folder.PathOf("lab");
        string password = (await RunAsync(0, "user", "add", "ada", "--role", "maintainer")).Trim();
        await RunAsync(0, "user", "disable", "ada");
        string key = (await RunAsync(0, "user", "key", "ada", "--scope", "read", "--days", "7", "--note", "wall")).Trim();
        string reset = (await RunAsync(0, "user", "reset", "ada")).Trim();
        using (JsonDocument list = JsonDocument.Parse(await RunAsync(0, "user", "list", "--json")))
        {
            JsonElement ada = Assert.Single(list.RootElement.EnumerateArray());
            Assert.Equal(("ada", "maintainer", false), (ada.GetProperty("name").GetString(), ada.GetProperty("role").GetString(), ada.GetProperty("is_disabled").GetBoolean()));
        }

        using (var accounts = new AccountStore(DataFolder.OpenReadOnly(data), TimeProvider.System))
        {
            Assert.Null(await accounts.VerifyAsync("ada", password, Token));
            Assert.NotNull(await accounts.VerifyAsync("ada", reset, Token));
            Assert.Equal("read", (await new ApiKeyStore(DataFolder.OpenReadOnly(data), TimeProvider.System, accounts).VerifyAsync(key, Token))!.Key.Scope);
        }

        string head;
        using (JsonDocument proof = JsonDocument.Parse(await RunAsync(0, "audit", "verify", "--json")))
        {
            // The key was made without the lock; its line came in with the next command.
            Assert.Equal(4, proof.RootElement.GetProperty("lines").GetInt32());
            head = proof.RootElement.GetProperty("head").GetString()!;
        }

        string trail = Path.Combine(data, "audit", AuditTrail.FileName), whole = await File.ReadAllTextAsync(trail, Token);
        Assert.Contains("\"key.create\"", whole, StringComparison.Ordinal);
        foreach (string secret in new[] { password, reset, key.Split('_')[2] }) Assert.DoesNotContain(secret, whole, StringComparison.Ordinal);
        await File.WriteAllTextAsync(trail, whole.Replace("account.disable", "account.enable", StringComparison.Ordinal), Token);
        Assert.Contains("line 2", await RunAsync(1, "audit", "verify"), StringComparison.Ordinal);
        // Cut off at its end the chain still hangs together; a hash that was written down shows it.
        await File.WriteAllTextAsync(trail, string.Concat(whole.Split('\n')[..2].Select(line => line + "\n")), Token);
        await RunAsync(0, "audit", "verify");
        await RunAsync(1, "audit", "verify", "--head", head);

        async Task<string> RunAsync(int exitCode, params string[] line)
        {
            using BuiltProgram program = await BuiltProgram.RunAsync(folder.FullPath, [.. line, "--data", data]);
            Assert.True(program.ExitCode == exitCode, $"{string.Join(' ', line)}: {program.ExitCode} {program.Error}{program.Output}");
            return program.Output;
        }
    }
}
